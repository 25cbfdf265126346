export function ChoicesSection() {
  return <p>Not drawn yet.</p>;
}
