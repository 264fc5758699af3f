import { type Finding, findingIn, type Scan } from './finding.ts';
import { KeyFinder } from './key-finder.ts';
import { listFiles } from './list-files.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';
import { type FileScan, scanFile, scanPath } from './scan-files.ts';

/** Scans files and folders on disk. */
export class PathScan {
  readonly #prefixes: readonly string[];
  readonly #findings: Finding[] = [];
  readonly #errors: string[] = [];
  #files = 0;
  #bytes = 0;

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  get result(): Scan {
    return { findings: this.#findings, files: this.#files, bytes: this.#bytes, errors: this.#errors };
  }

  /** A file that cannot be read does not stop the scan of the others. */
  scan(path: string): void {
    for (const file of listFiles(path)) {
      if ('problem' in file) this.#errors.push(file.problem.message);
      else this.#scanFile(file.path, file.wasNamed);
    }
  }

  add(path: string, { found, bytes }: FileScan): void {
    this.#files += 1;
    this.#bytes += bytes;
    for (const key of found) this.#findings.push(findingIn({ path, commit: null }, key));
  }

  /** Follows a symbolic link that was named. For a link in a folder it scans the path that the link contains. */
  #scanFile(path: Buffer, wasNamed: boolean): void {
    const shown = nameOf(path);
    for (const key of new KeyFinder(this.#prefixes).all(path)) {
      this.#findings.push(findingIn({ path: shown, commit: null, within: 'name' }, key));
    }
    try {
      this.add(shown, (wasNamed ? scanFile : scanPath)(path, this.#prefixes));
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      this.#errors.push(error.message);
    }
  }
}
