import type { TicketSystemSettings } from '../../../adapters/ticketing/settings.ts';

/** A ticket system that the contract suite runs against. */
export interface SystemUnderTest {
  /** What the adapter is opened with. */
  readonly settings: TicketSystemSettings;
  /** A technician of that system answers the requester, or notes something. */
  answer(id: string, text: string, isPublic: boolean): Promise<unknown>;
  /** A technician of that system resolves the ticket, or opens it again. */
  resolve(id: string): Promise<unknown>;
  reopen(id: string): Promise<unknown>;
  /** Somebody of the service desk opened it by telephone, for this mail address; returns its number. */
  openByTelephone(email: string, title: string): Promise<string>;
  /** Content of an attached file, as its people get it. */
  download(id: string, name: string): Promise<Buffer | undefined>;
  /** Everything that went over the wire and is not as the interface describes it. */
  problems(): readonly string[];
  stop(): Promise<void>;
}
