/** What a run is given, and its bounds. */
import type {
  AppendFailure,
  CommandInput,
  Decided,
  Effect,
  InputBody,
  MarketSlice,
} from '@ultrathink/domain/engine/core';
import type { ProcessId } from '@ultrathink/domain/kernel';
import type { EnginePorts } from './ports.ts';

export interface RunLimits {
  /** Commands beyond so many inputs that wait are refused. */
  readonly waitingMost: number;
  /** Reports of venues are never refused: beyond this the engine ends, and asks venues at its start. */
  readonly reportsMost: number;
  readonly batchMost: number;
  /** A kill waits so long for the journal, and then acts without it. */
  readonly killPatienceMs: number;
}

export const RUN_LIMITS: RunLimits = {
  waitingMost: 4_096,
  reportsMost: 65_536,
  batchMost: 512,
  killPatienceMs: 500,
};

export type RunEnd = 'Fenced' | 'Fault' | 'Overflow';

export interface RunParts {
  readonly ports: EnginePorts;
  readonly process: ProcessId;
  readonly epoch: number;
  readonly limits?: Partial<RunLimits>;
  /** It decides nothing more, and nothing of it leaves. */
  readonly onEnd: (end: RunEnd, detail: unknown) => void;
  /** The memory was dropped and read again: what was told before is to be told once more. */
  readonly onReloaded?: () => void;
  readonly meter?: RunMeter;
}

/** What is measured of a run. */
export interface RunMeter {
  committed(records: number, seconds: number): void;
  failed(code: AppendFailure['code']): void;
}

export interface Waiting {
  readonly body: InputBody;
  /** The market that made it necessary; undefined for the market at its moment. */
  readonly market: MarketSlice | null | undefined;
}

export interface InBatch {
  /** Null where nothing is to be kept of it. */
  readonly decided: Decided | null;
  readonly effects: readonly Effect[];
  readonly command: CommandInput | null;
  /** What it was decided of: where the journal refuses it, it is decided again. */
  readonly from: Waiting;
}
