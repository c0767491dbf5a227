import { z } from 'zod';
import { redact } from '../../bot/middleware/redaction.ts';
import { joinMessages, questionOf, type Recording, ReplayError, type Said } from './recording.ts';

const time = z.iso.datetime({ offset: true });
const line = z.object({
  at: time,
  from: z.enum(['employee', 'guichet', 'technician']),
  text: z.string(),
});
const fact = z.object({
  id: z.string(),
  label: z.string(),
  value: z.string(),
  source: z.enum(['said', 'looked_up', 'inferred']),
});
/** What is read of a ticket as `GET /desk/api/tickets/{ref}` gives it. */
const ticket = z.object({
  category: z.string(),
  kind: z.string().optional(),
  priority: z.string().optional(),
  group: z.string().optional(),
  language: z.enum(['fr', 'en']),
  created_at: time.optional(),
  facts: z.array(fact),
  attachments: z.array(z.object({ name: z.string().nullish() })).optional(),
  transcript: z.array(line),
});

type Ticket = z.infer<typeof ticket>;
const exportAgain = 'Export it again with GET /desk/api/tickets/{ref}.';

/** A ticket's words up to its creation, and how it was qualified. @throws ReplayError */
export function readTicket(file: string, value: object): Recording {
  if ('confidential' in value && value.confidential === true) {
    const problem = 'the words of this ticket are for security officers';
    throw new ReplayError(file, {
      field: 'confidential',
      problem,
      mend: 'Export it with an account that may read it.',
    });
  }
  const parsed = ticket.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = z.core.toDotPath(issue.path) || 'file';
    throw new ReplayError(file, { field, problem: issue.message, mend: exportAgain });
  }
  const { category, kind, priority, group, language, facts, transcript } = parsed.data;
  const { said, questions } = readLines(parsed.data);
  if (said.length === 0) {
    const problem =
      transcript.length === 0 ? 'empty; it may have been erased after its time' : 'no words of an employee';
    throw new ReplayError(file, { field: 'transcript', problem, mend: 'Choose a ticket that still has its words.' });
  }
  return { language, said, questions, qualified: { category, kind, priority, group, language, facts } };
}

function readLines({ transcript, created_at, attachments = [] }: Ticket): Pick<Recording, 'said' | 'questions'> {
  const end = created_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(created_at);
  const files = new Set(attachments.flatMap(({ name }) => (name ? [`[${name}]`] : [])));
  const said: (Said & { follows: boolean })[] = [];
  const questions: string[] = [];
  let question: string | undefined;
  let follows = false;
  for (const { at, from, text } of transcript) {
    if (from === 'technician' || Date.parse(at) > end) continue;
    if (from === 'guichet') {
      question = questionOf(text);
      if (question !== undefined) questions.push(question);
      follows = false;
    } else if (text.trim() !== '') {
      said.push({ type: 'line', at: Date.parse(at), question, follows, ...withoutFiles(text, files) });
      follows = true;
    }
  }
  return { said: joinMessages(said), questions };
}

/** The last line of what was said names the files that came with it: « [capture.png] ». */
function withoutFiles(words: string, files: ReadonlySet<string>): { text: string; attachments: string[] } {
  const lines = words.split('\n');
  const last = lines.at(-1)!;
  const attachments = [...files].filter((name) => last.includes(name));
  const rest = attachments.reduce((left, name) => left.replace(name, ''), last).trim();
  const own = attachments.length > 0 && rest === '';
  const text = redact((own ? lines.slice(0, -1) : lines).join('\n')).text;
  return { text, attachments: own ? attachments.map((name) => name.slice(1, -1)) : [] };
}
