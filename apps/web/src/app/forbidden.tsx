export default function Forbidden() {
  return (
    <main className="px-gutter py-12">
      <h1 className="text-title">This demo answers only the machine it runs on.</h1>
    </main>
  );
}
