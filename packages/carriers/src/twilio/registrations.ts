import type { ListedNumber } from '@sms-crm/domain/carrier-accounts/setup-port';
import type twilio from 'twilio';

type Registration = NonNullable<ListedNumber['registration']>;

/** Registrations and overriding services by the carrier's id of the number. */
export type Registrations = {
  campaigns: ReadonlyMap<string, Registration>;
  tollFree: ReadonlyMap<string, Registration>;
  /** Why a number's own address is not used: its service posts elsewhere. */
  overrides: ReadonlyMap<string, string>;
};

/** Messaging services, numbers of each and verifications that are read. */
const maxServices = 100;
const maxNumbers = 400;
const maxVerifications = 1_000;

/** Services asked about at the same time. */
const servicesAtOnce = 4;

type Service = Awaited<ReturnType<twilio.Twilio['messaging']['v1']['services']['list']>>[number];

/** Reads how far the numbers of an account are registered: 10DLC campaigns by messaging service, toll-free verifications by number. */
export async function readRegistrations(client: twilio.Twilio): Promise<Registrations> {
  const { v1 } = client.messaging;
  const services = await v1.services.list({ limit: maxServices });
  const campaigns = new Map<string, Registration>();
  const overrides = new Map<string, string>();
  for (let start = 0; start < services.length; start += servicesAtOnce) {
    const some = services.slice(start, start + servicesAtOnce);
    const read = await Promise.all(some.map((service) => readService(client, service)));
    for (const { numberIds, campaign, override } of read) {
      for (const id of numberIds) {
        if (campaign !== null) campaigns.set(id, campaign);
        if (override !== null) overrides.set(id, override);
      }
    }
  }
  const verifications = await v1.tollfreeVerifications.list({ limit: maxVerifications });
  // The newest comes first; an older one of the same number was given up.
  const tollFree = new Map(
    verifications.toReversed().map((one) => [one.tollfreePhoneNumberSid, verificationOf(one)]),
  );
  return { campaigns, tollFree, overrides };
}

async function readService(
  client: twilio.Twilio,
  service: Service,
): Promise<{ numberIds: string[]; campaign: Registration | null; override: string | null }> {
  const own = client.messaging.v1.services(service.sid);
  const numbers = await own.phoneNumbers.list({ limit: maxNumbers });
  const [campaign] = await own.usAppToPerson.list({ limit: 1 });
  return {
    numberIds: numbers.map(({ sid }) => sid),
    campaign:
      campaign === undefined
        ? null
        : {
            carrierSid: campaign.sid,
            kind: '10dlc',
            name: `${service.friendlyName} (${campaign.usAppToPersonUsecase})`,
            status: campaignStatus(campaign.campaignStatus),
            brand: campaign.brandRegistrationSid || null,
          },
    override: service.useInboundWebhookOnNumber
      ? null
      : `texts are handled by its messaging service “${service.friendlyName}”. Set that service to defer to the sender's webhook in the carrier's console.`,
  };
}

/** Twilio's words of a 10DLC campaign: PENDING, IN_PROGRESS, VERIFIED, FAILED, SUSPENDED. */
function campaignStatus(words: string): Registration['status'] {
  if (words === 'VERIFIED') return 'approved';
  return words === 'FAILED' || words === 'SUSPENDED' ? 'suspended' : 'pending';
}

type Verification = Awaited<
  ReturnType<twilio.Twilio['messaging']['v1']['tollfreeVerifications']['list']>
>[number];

function verificationOf({ sid, status, tollfreePhoneNumber }: Verification): Registration {
  return {
    carrierSid: sid,
    kind: 'toll-free',
    name: `Verification of ${tollfreePhoneNumber}`,
    status:
      status === 'TWILIO_APPROVED' ? 'approved' : status === 'TWILIO_REJECTED' ? 'suspended' : 'pending',
    brand: null,
  };
}
