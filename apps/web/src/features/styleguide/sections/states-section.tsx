export function StatesSection() {
  return <p>Not drawn yet.</p>;
}
