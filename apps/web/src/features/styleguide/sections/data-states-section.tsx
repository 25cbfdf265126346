export function DataStatesSection() {
  return <p>Not drawn yet.</p>;
}
