import { readTicket } from './read-ticket.ts';
import { readTranscript } from './read-transcript.ts';
import { type Recording, ReplayError, readJson } from './recording.ts';

/** A Bot Framework transcript, or a ticket of the desk's API. @throws ReplayError naming file, field and mend */
export async function readRecording(file: string): Promise<Recording> {
  const value = readJson(file);
  if (Array.isArray(value)) return readTranscript(file, value);
  if (typeof value === 'object' && value !== null && ('transcript' in value || 'confidential' in value))
    return readTicket(file, value);
  const mend = 'Give an array of activities, or what GET /desk/api/tickets/{ref} answers.';
  throw new ReplayError(file, { field: 'file', problem: 'neither a transcript nor a ticket', mend });
}
