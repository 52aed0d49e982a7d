import type { CommonOptions } from './options.ts';
import type { CaseDescription, CaseResult } from './case.ts';

/** A kind of implementation with the cases for it. */
export interface Profile {
  name: string;
  /** Command-line options of its own with their meaning; every one takes a value. */
  options: Readonly<Record<string, string>>;
  cases: readonly CaseDescription[];
  /** Runs the cases that were asked for and removes what it made; throws CannotRun when it cannot even begin. */
  test: (run: Run) => Promise<CaseResult[]>;
  /** Starts an implementation of this project and says with which options it is tested. */
  startOwn: (options: CommonOptions) => Promise<OwnImplementation>;
}

export interface Run {
  options: CommonOptions;
  /** Options of the profile. */
  profileOptions: Readonly<Record<string, string | undefined>>;
  /** Whether a case was asked for. */
  isWanted: (id: string) => boolean;
  signal: AbortSignal;
  onResult: (result: CaseResult, index: number, count: number) => void;
}

export interface OwnImplementation {
  options: Partial<CommonOptions>;
  profileOptions?: Readonly<Record<string, string | undefined>>;
  stop: () => Promise<void>;
}
