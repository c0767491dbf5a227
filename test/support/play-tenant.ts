import { SupportError } from '../../adapters/support-error.ts';
import type { MemoryTenant } from './memory-tenant.ts';
import type { Conversation, ConversationTurn } from './play-schema.ts';
import type { RunningService } from './service.ts';

interface Person {
  readonly name: string;
  readonly aadObjectId: string;
}

const units = { m: 60_000, h: 3600_000, d: 24 * 3600_000 };
const relative = /^([-+]\d+)([mhd])$/;

/** What a conversation does to, and expects of, the tenant that lives in memory. */
export class PlayedTenant {
  readonly #tenant: MemoryTenant;
  readonly #running: RunningService;
  readonly #person: Person;
  #from = 0;

  constructor(tenant: MemoryTenant, running: RunningService, person: Person) {
    this.#tenant = tenant;
    this.#running = running;
    this.#person = person;
  }

  prepare({ tenant, manager, groups, licences }: Conversation, personOf: (name: string) => Person): void {
    const memory = this.#tenant;
    this.#from = memory.calls.length;
    const own = memory.person(this.#person.aadObjectId);
    for (const [key, value] of Object.entries(withTimes(tenant, this.#running.now()) as object)) {
      const field = key as keyof typeof own;
      const before = own[field];
      const laidOver = typeof before === 'object' && !Array.isArray(before) ? { ...before, ...value } : value;
      Object.assign(own, { [field]: laidOver });
    }
    const approver = (name: string) => ({ id: personOf(name).aadObjectId, displayName: name });
    own.manager = manager === undefined ? undefined : approver(manager);
    memory.requestable.splice(0);
    for (const [name, owner] of Object.entries(groups)) {
      memory.requestable.push({ id: `group-${name}`, name, assignable: true });
      memory.owners.set(`group-${name}`, [approver(owner)]);
    }
    memory.sold.splice(0);
    for (const [name, free] of Object.entries(licences)) memory.sold.push({ skuId: `sku-${name}`, name, free });
  }

  async verify(approved: boolean): Promise<void> {
    const { body } = await this.#running.desk('/approvals');
    const mine = body.approvals.findLast((each: { name: string }) => each.name === this.#person.name);
    if (!mine) throw new Error('no verification waits in the desk');
    const decision = { by: 'Karim Benali', approved, verified: approved };
    const { status } = await this.#running.desk(`/approvals/${mine.id}`, decision);
    if (status !== 200) throw new Error(`the desk answered ${status}`);
  }

  async press(frozen: boolean): Promise<void> {
    const { status } = await this.#running.desk('/switches/self-service', { by: 'Nadia Cherif', frozen });
    if (status !== 200) throw new Error(`the desk answered ${status}`);
  }

  fail({ call, code, times }: NonNullable<ConversationTurn['fail']>): void {
    const retryable = code === 'directory_unreachable';
    this.#tenant.fail(call, new SupportError(code, 'on demand', { retryable }), times);
  }

  /** Opens the link of the latest notice, reads the question, and presses its button. */
  async contest(): Promise<void> {
    const mails = this.#tenant.person(this.#person.aadObjectId).mails;
    const end = Date.now() + 5_000;
    while (mails.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    const path = /\/not-me\/[\w-]+/.exec(mails.at(-1)?.text ?? '')?.[0];
    if (!path) throw new Error('there is no notice with a link');
    const url = `${this.#running.url}${path}`;
    const asked = await fetch(url);
    if (asked.status !== 200 || !(await asked.text()).includes('<button>')) throw new Error('the link asks nothing');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await fetch(url, { method: 'POST', headers, body: '' });
    if (status !== 200) throw new Error(`« ce n'était pas moi » answered ${status}`);
  }

  /** Changes that were not expected, and any call that was bound to somebody else (R27). */
  faults(expected: readonly string[] | undefined): string[] {
    const calls = this.#tenant.calls.slice(this.#from);
    const faults = calls
      .filter(({ personId }) => personId !== this.#person.aadObjectId)
      .map(({ call }) => `tenant: ${call} was aimed at somebody else`);
    const changes = calls.map(({ call }) => call).filter((call) => !/^(?:read|list|find|notify)/.test(call));
    if (expected !== undefined && changes.join(', ') !== expected.join(', ')) {
      faults.push(`tenant: changed ${changes.join(', ') || 'nothing'} instead of ${expected.join(', ') || 'nothing'}`);
    }
    return faults;
  }
}

function withTimes(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((each) => withTimes(each, now));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTimes(each, now)]));
  }
  const [, count, unit] = (typeof value === 'string' && relative.exec(value)) || [];
  return count && unit ? now + Number(count) * units[unit as 'm'] : value;
}
