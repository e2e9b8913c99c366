/** Where a switch is lifted, by what it halts. */
const liftedAt = {
  tenant: 'under Settings',
  campaign: 'in the report of the campaign',
  number: 'on the page of the number',
} as const;

/** The mail to those in charge when sending was stopped. */
export function noticeTo(
  to: string,
  notice: { scope: keyof typeof liftedAt; what: string; reason: string; atCarrier: number; by: string },
): { to: string; subject: string; text: string } {
  const { scope, what, reason, atCarrier, by } = notice;
  return {
    to,
    subject: `Stopped: ${what}`,
    text:
      `${by} threw the kill switch for ${what}.\n\nReason: ${reason}\n\n` +
      `The carrier still held ${atCarrier} texts at that moment; those can still arrive. Nothing else is sent until the switch is lifted ${liftedAt[scope]}.\n`,
  };
}
