import { Mark, Wordmark } from '@/ui/mark.tsx';
import { ProofTree } from '@/ui/proof-tree.tsx';
import { LEAVES } from '../leaves.ts';
import { Labelled, Row, Specimen, SpecimenGrid } from '../specimen.tsx';

export function BrandSection() {
  return (
    <SpecimenGrid columns={2}>
      <Specimen name="Mark" about="two leaves joined into one sealed root; at least 16 px">
        <Row className="items-end gap-x-8">
          {[64, 40, 24, 20, 16].map((size) => (
            <Labelled key={size} name={String(size)}>
              <Mark size={size} />
            </Labelled>
          ))}
          <Labelled name="one colour">
            <Mark size={40} mono />
          </Labelled>
        </Row>
      </Specimen>
      <Specimen name="Word-mark" about="drawn as outlines, so no font is waited for">
        <Row className="items-end gap-x-8">
          {[32, 24, 20].map((size) => (
            <Labelled key={size} name={String(size)}>
              <Wordmark size={size} />
            </Labelled>
          ))}
        </Row>
        <Row className="mt-5">
          <span className="bg-ink px-5 py-4 text-paper">
            <Wordmark mono />
          </span>
        </Row>
      </Specimen>
      <Specimen
        name="Proof"
        about="the way of one leaf to the root, and the five hashes that prove it"
        wide
      >
        <ProofTree
          leaves={LEAVES}
          chosen={21}
          animate
          label="A Merkle tree. One leaf is proved to the root by five sibling hashes."
          className="max-w-200"
        />
      </Specimen>
      <Specimen name="Small proof" about="beside a fact, without labels">
        <ProofTree
          leaves={LEAVES.slice(0, 8)}
          chosen={2}
          labels={false}
          label="A Merkle tree of eight leaves. The third is proved by three sibling hashes."
          className="max-w-55"
        />
      </Specimen>
    </SpecimenGrid>
  );
}
