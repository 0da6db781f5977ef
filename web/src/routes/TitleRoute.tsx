export default function TitleRoute() {
  return null;
}
