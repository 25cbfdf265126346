import { requireOpenGate } from '@/server/gate.ts';

export default async function OperationsPage() {
  await requireOpenGate();
  return (
    <main className="px-gutter py-12">
      <h1 className="text-title">Operations</h1>
    </main>
  );
}
