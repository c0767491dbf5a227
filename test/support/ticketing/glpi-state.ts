import type { SimulatedAnswer, SimulatedRequest } from './simulator.ts';

export interface GlpiTicket {
  readonly id: number;
  readonly name: string;
  readonly content: string;
  readonly externalid: string | null;
  readonly date: string;
  status: number;
  date_mod: string;
  requester?: number;
  readonly more: Readonly<Record<string, unknown>>;
}

interface Written {
  readonly id: number;
  readonly ticket: number;
  readonly content: string;
  readonly isPrivate: boolean;
  readonly by: string;
  readonly at: string;
}

/** GLPI shows an account of the UTC zone its times so. */
export const moment = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ');

/** What both of GLPI's interfaces work on. */
export class GlpiState {
  readonly tickets: GlpiTicket[] = [];
  readonly users: { id: number; email: string }[] = [];
  readonly followups: Written[] = [];
  readonly solutions: Written[] = [];
  readonly documents: { id: number; filename: string; content: Buffer; ticket: number }[] = [];

  create(input: Record<string, unknown>): GlpiTicket {
    const { name = '', content = '', externalid = null, _users_id_requester: requester, ...more } = input;
    const at = moment();
    const ticket: GlpiTicket = {
      id: this.tickets.length + 1,
      name: String(name),
      content: String(content),
      externalid: externalid === null ? null : String(externalid),
      date: at,
      date_mod: at,
      status: 1,
      more,
      ...(typeof requester === 'number' && requester > 0 ? { requester } : {}),
    };
    this.tickets.push(ticket);
    return ticket;
  }

  find(id: unknown): GlpiTicket | undefined {
    return this.tickets.find((ticket) => ticket.id === Number(id));
  }

  user(email: string): number {
    const known = this.users.find((each) => each.email === email);
    if (known) return known.id;
    this.users.push({ id: this.users.length + 2, email });
    return this.users.length + 1;
  }

  write(to: 'followups' | 'solutions', ticket: number, content: string, isPrivate: boolean, by: string): Written {
    const written = { id: this[to].length + 1, ticket, content, isPrivate, by, at: moment() };
    this[to].push(written);
    const changed = this.find(ticket);
    if (changed) changed.date_mod = moment();
    if (changed && to === 'solutions') changed.status = 5;
    return written;
  }

  change(id: unknown, status: number): void {
    const ticket = this.find(id);
    if (ticket) Object.assign(ticket, { status, date_mod: moment() });
  }

  /** The two criteria and four columns that are asked of the legacy search. */
  search({ parameters, query }: SimulatedRequest): SimulatedAnswer {
    const criterion = (name: string) => query.get(`criteria[0][${name}]`) ?? '';
    const value = criterion('value').replace(/^\^|\$$/g, '');
    const rows: Record<string, unknown>[] =
      parameters.itemtype === 'Ticket'
        ? this.tickets
            .filter((ticket) =>
              criterion('field') === '19' ? ticket.date_mod > value : String(ticket.requester) === value,
            )
            .map((each) => ({ '1': each.name, '2': each.id, '12': each.status, '15': each.date, '19': each.date_mod }))
        : parameters.itemtype === 'User'
          ? this.users.filter(({ email }) => email === value).map(({ id }) => ({ '1': `user${id}`, '2': id }))
          : parameters.itemtype === 'Computer' && value === 'LT-0231'
            ? [{ '1': value, '2': 231 }]
            : [];
    const found = rows.length === 0 ? {} : { data: rows };
    return { status: 200, body: { totalcount: rows.length, count: rows.length, ...found } };
  }
}

/** The parts of a multipart body, as GLPI's upload reads them. */
export function readParts(raw: Buffer, contentType: string): ReadonlyMap<string, Buffer> {
  const [, boundary = ''] = /boundary=(\S+)/.exec(contentType) ?? [];
  const parts = new Map<string, Buffer>();
  const text = raw.toString('latin1');
  for (const part of text.split(`--${boundary}`)) {
    const [, name] = /name="([^"]+)"/.exec(part) ?? [];
    const begin = part.indexOf('\r\n\r\n');
    if (name !== undefined && begin > 0) parts.set(name, Buffer.from(part.slice(begin + 4, -2), 'latin1'));
  }
  return parts;
}
