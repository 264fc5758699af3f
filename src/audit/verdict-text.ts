import { type Check, checks, type Finding } from './findings.ts';
import type { LogVerdict } from './log-check.ts';
import type { Verdict } from './verify-logs.ts';

const questions: Readonly<Record<Check, string>> = {
  content: 'each event has the text that was sealed',
  order: 'the events stand in the order in which they were sealed',
  completeness: 'no event is missing',
  time: 'the times of the events fit the checkpoints',
  signature: 'the checkpoints are signed with the expected key',
};

const answers = { HOLDS: 'yes', UNKNOWN: 'cannot be shown', FAILS: 'NO' } as const;

/** More are in the JSON output. */
const maxShown = 50;

/** Explains the verdict to somebody who does not know Latchkey. */
export function verdictText(verdict: Verdict): string {
  const { logs, findings } = verdict;
  const events = logs.reduce((sum, log) => sum + log.events, 0);
  const more =
    findings.length > maxShown ? [`  and ${findings.length - maxShown} more findings: see --json`] : [];
  return [
    `Checked ${counted(events, 'event')} of ${counted(logs.length, 'log')}.`,
    '',
    ...checks.map(
      (check) => `${`${check}:`.padEnd(14)}${answerTo(check, verdict).padEnd(17)}${questions[check]}`,
    ),
    ...(findings.length > 0
      ? ['', 'Findings:', ...findings.slice(0, maxShown).map(findingText), ...more]
      : []),
    '',
    ...anchorTexts(verdict),
    ...deletedTexts(logs),
  ].join('\n');
}

function answerTo(check: Check, { results, checkpoints }: Verdict): string {
  const needsCheckpoints = check === 'time' || check === 'signature';
  if (needsCheckpoints && checkpoints.length === 0 && results[check] === 'HOLDS') return 'no checkpoint';
  return answers[results[check]];
}

function findingText({ check, organizationId, message }: Finding): string {
  return `  ${check}, ${organizationId ?? 'log of the installation'}: ${message}`;
}

/** Until when each log is protected by what is kept outside of the database. */
function anchorTexts({ checkpoints, logs }: Verdict): string[] {
  const [first] = checkpoints;
  if (first === undefined) {
    return [
      'Anchored: no. Without a checkpoint from before, this shows accidents and clumsy changes only: whoever holds',
      'the database could have written everything anew.',
    ];
  }
  const anchored = logs.flatMap(({ anchored }) => anchored ?? []);
  const later = logs.filter(({ anchored, lastSequence }) => lastSequence > (anchored?.sequence ?? 0)).length;
  const times = anchored.map(({ time }) => time.toISOString()).toSorted();
  const until = times.length === 0 ? 'no log' : `${counted(anchored.length, 'log')}, until ${times.at(-1)}`;
  return [
    `Anchored: ${until}. Key of the signatures: ${first.verifierKey}`,
    ...(times.length > 0 && times[0] !== times.at(-1) ? [`The oldest anchor is of ${times[0]}.`] : []),
    ...(later > 0
      ? [
          `${counted(later, 'log')} ${later === 1 ? 'has' : 'have'} events after the last checkpoint; only their own hashes protect these.`,
        ]
      : []),
  ];
}

function deletedTexts(logs: readonly LogVerdict[]): string[] {
  const erased = logs.reduce((sum, log) => sum + log.erased, 0);
  const deleted = logs.filter(({ deletedSequence }) => deletedSequence > 0);
  const events = deleted.reduce((sum, log) => sum + log.deletedSequence, 0);
  return [
    ...(deleted.length > 0
      ? [
          `${counted(events, 'event')} at the beginning of ${counted(deleted.length, 'log')} are not here: deleted because of their age, or before`,
          'the export. Compare this with the retention that is configured.',
        ]
      : []),
    ...(erased > 0
      ? [
          `The data about people of ${counted(erased, 'event')} was erased, or is not in the export. Their texts are unchanged.`,
        ]
      : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verdict for programs. */
export function verdictJson({ results, findings, logs, checkpoints }: Verdict) {
  return {
    results: Object.fromEntries(checks.map((check) => [check, results[check].toLowerCase()])),
    checkpoints: checkpoints.map(({ time, verifierKey }) => ({ time, verifier_key: verifierKey })),
    findings: findings.map(({ check, result, organizationId, message }) => ({
      check,
      result: result.toLowerCase(),
      organization_id: organizationId,
      message,
    })),
    logs: logs.map(({ organizationId, events, lastSequence, deletedSequence, erased, anchored }) => ({
      organization_id: organizationId,
      events,
      last_sequence: lastSequence,
      deleted_sequence: deletedSequence,
      erased,
      anchored: anchored && { sequence: anchored.sequence, time: anchored.time },
    })),
  };
}
