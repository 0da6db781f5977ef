export default function SetupRoute() {
  return null;
}
