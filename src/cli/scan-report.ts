import type { Finding, Holder, Scan } from '../scan/finding.ts';
import { maskKeys, onOneLine } from '../scan/printable-name.ts';
import { formatJson, type Output } from './output.ts';

/** `ofChanges`: changes were scanned, not whole files. */
type ReportOptions = { readonly json?: true; readonly ofChanges: boolean };

export function printScan(scan: Scan, { result, remark }: Output, { json, ofChanges }: ReportOptions): void {
  for (const error of scan.errors) remark(maskKeys(error));
  if (json) {
    const { findings, files, bytes, errors } = scan;
    result(formatJson({ findings, files, bytes, errors: errors.map(maskKeys) }));
    return;
  }
  for (const finding of scan.findings) result(describe(finding));
  remark(summary(scan, ofChanges));
}

const holders: Readonly<Record<Holder, string>> = {
  name: ' in the name',
  commit: ' in the commit itself, such as its message',
  tag: ' in the tag itself, such as its message',
  reference: ' in the name of a branch or tag',
};

/** `src/a.ts:2:14: sk_live_…h7Qz in commit 1a2b3c4d5e6f` */
function describe({ path, line, column, maskedKey, commit, within }: Finding): string {
  const place = line === null ? '' : `:${line}:${column}`;
  const holder = within === undefined ? '' : holders[within];
  const commitText = commit === null || within === 'commit' ? '' : ` in commit ${commit.slice(0, 12)}`;
  return `${onOneLine(path)}${place}: ${maskedKey}${holder}${commitText}`;
}

/** Parts that could not be read may contain keys. */
function summary({ findings, files, bytes, errors }: Scan, ofChanges: boolean): string {
  if (errors.length > 0 && bytes === 0 && files === 0) return 'Nothing was scanned.';
  const where = ofChanges ? 'of changes' : `in ${files} ${files === 1 ? 'file' : 'files'}`;
  const rest = errors.length > 0 ? ' that could be read' : '';
  const amount = `${(bytes / 1e6).toFixed(1)} MB ${where}${rest}`;
  return findings.length === 0
    ? `No keys found in ${amount}.`
    : `${findings.length} found in ${amount}. Revoke each of them: a key that was once written down stays known.`;
}
