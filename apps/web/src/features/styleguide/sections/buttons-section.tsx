export function ButtonsSection() {
  return <p>Not drawn yet.</p>;
}
