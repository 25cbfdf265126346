import { notFound } from 'next/navigation';
import { openToDemo } from '@/features/styleguide/open-to-demo.ts';
import { STYLEGUIDE_SECTIONS } from '@/features/styleguide/registry.ts';

export default async function StyleguideSectionPage({
  params,
}: {
  readonly params: Promise<{ readonly section: string }>;
}) {
  await openToDemo();
  const { section: id } = await params;
  const section = STYLEGUIDE_SECTIONS.find((candidate) => candidate.id === id);
  if (section === undefined) notFound();
  const Section = await section.load();
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4 pt-9 pb-8">
        <h1 className="text-total">{section.title}</h1>
        <p className="text-ink-3">{section.about}</p>
      </div>
      <Section />
    </>
  );
}
