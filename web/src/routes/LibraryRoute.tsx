export default function LibraryRoute() {
  return null;
}
