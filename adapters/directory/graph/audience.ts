import type { AudienceDirectory, Colleague } from '../port.ts';
import { createClient, type GraphOptions } from './client.ts';
import { segment } from './path.ts';
import { toPerson } from './people.ts';
import { createReader } from './reader.ts';
import { groupNameSchema, memberSchema, referenceSchema } from './schemas.ts';

/** Graph's largest page of users, and pages enough for a hundred thousand of them. */
const perPage = 999;
const most = 110;

/** Who a campaign can be for, read through Graph v1.0 (User.Read.All, GroupMember.Read.All). */
export function createGraphAudience(options: GraphOptions): AudienceDirectory {
  const reader = createReader(createClient(options));
  return {
    async listPeople(signal): Promise<readonly Colleague[]> {
      const users = await reader.list('/users', memberSchema, signal, { perPage, pages: most });
      return users.map((user) => ({
        ...toPerson(user),
        guest: user.userType === 'Guest',
        ...(user.createdDateTime && { joinedAt: Date.parse(user.createdDateTime) }),
      }));
    },
    async findGroupMembers(name, signal) {
      const filter = `displayName eq '${name.replaceAll("'", "''")}'`;
      const id = isId(name)
        ? (await reader.find(`/groups/${segment(name)}`, groupNameSchema, signal))?.id
        : (await reader.list('/groups', groupNameSchema, signal, { filter })).at(0)?.id;
      if (id === undefined) return undefined;
      const path = `/groups/${segment(id)}/transitiveMembers`;
      const members = await reader.list(path, referenceSchema, signal, { perPage, pages: most });
      return members.map((member) => member.id.toLowerCase());
    },
  };
}

const isId = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
