export function SurfacesSection() {
  return <p>Not drawn yet.</p>;
}
