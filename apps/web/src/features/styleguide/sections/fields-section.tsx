export function FieldsSection() {
  return <p>Not drawn yet.</p>;
}
