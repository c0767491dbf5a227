import type { Entity } from '../entity.ts';
import { type Call, existing, type Routes } from '../route.ts';
import type { Tenant } from '../tenant.ts';

const services = [
  'Exchange Online',
  'Microsoft Teams',
  'SharePoint Online',
  'OneDrive for Business',
  'Microsoft Intune',
];

const issuesOf = (tenant: Tenant, service: string) => tenant.issues.filter((issue) => issue.service === service);

/** The worst that is open says how a service is. */
function healthOf(tenant: Tenant, service: string): Entity {
  const open = issuesOf(tenant, service).filter(({ isResolved }) => !isResolved);
  return { id: service, service, status: open.length > 0 ? 'serviceDegradation' : 'serviceOperational' };
}

const serviceOf = ({ ids }: Call): string => existing(services.find((service) => service === ids[0]));

export const healthRoutes: Routes = {
  'GET /admin/serviceAnnouncement/issues': ({ tenant }) => ({ collection: tenant.issues }),
  'GET /admin/serviceAnnouncement/issues/{serviceHealthIssue-id}': ({ tenant, ids }) => ({
    entity: existing(tenant.issues.find(({ id }) => id === ids[0])),
  }),
  'GET /admin/serviceAnnouncement/healthOverviews': ({ tenant, query }) => ({
    collection: services.map((service) => ({
      ...healthOf(tenant, service),
      ...(query.get('$expand') === 'issues' && { issues: issuesOf(tenant, service) }),
    })),
  }),
  'GET /admin/serviceAnnouncement/healthOverviews/{serviceHealth-id}': (call) => ({
    entity: healthOf(call.tenant, serviceOf(call)),
  }),
  'GET /admin/serviceAnnouncement/healthOverviews/{serviceHealth-id}/issues': (call) => ({
    collection: issuesOf(call.tenant, serviceOf(call)),
  }),
};
