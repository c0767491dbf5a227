import { z } from 'zod';

const count = z.int().min(0);
const totals = {
  sent: z.int().min(10),
  opened: count.optional(),
  clicked: count,
  /** Gave a password or another secret. */
  submitted: count.optional(),
  reported: count,
  /** Minutes from the sending to the first report, and to half of the reports. */
  firstReportMinutes: z.number().min(0).optional(),
  medianReportMinutes: z.number().min(0).optional(),
  /** People who clicked in an earlier simulation too. */
  clickedBefore: count.optional(),
};

/**
 * An outside phishing simulation, as totals. There is no field for a person, and groups of fewer than ten people are
 * refused: whoever exports them joins them first (R36).
 */
export const simulationSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case words joined by hyphens')
      .max(60),
    name: z.string().trim().min(1).max(200),
    from: z.iso.date(),
    until: z.iso.date(),
    /** What tells a reported message to be this simulation. */
    sender: z.string().trim().min(3).max(320).optional(),
    subject: z.string().trim().min(1).max(500).optional(),
    ...totals,
    departments: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(200), ...totals }))
      .max(200)
      .optional(),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'is before "from"' })
  .refine(({ sent, clicked, reported }) => clicked <= sent && reported <= sent, {
    path: ['sent'],
    message: 'is less than what was clicked or reported',
  })
  .refine(({ departments = [], sent }) => restOf(departments, sent) === 0 || restOf(departments, sent) >= 10, {
    path: ['departments'],
    message: 'leave a rest of fewer than ten people, who could be told by subtraction: join them with another',
  });

const restOf = (departments: readonly { sent: number }[], sent: number): number =>
  departments.length === 0 ? 0 : sent - departments.reduce((sum, each) => sum + each.sent, 0);

export type Simulation = z.infer<typeof simulationSchema>;
