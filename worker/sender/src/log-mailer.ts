import type { Mailer } from '@sms-crm/domain/context/ports';
import type { Logger } from '@sms-crm/runtime/logger';

/** Shows mails in the log, where no mail server is set up. */
export function logMailer(log: Logger): Mailer {
  return async (mail) => {
    log.warn(
      { mail },
      `mail to ${mail.to}: ${mail.subject} (no mail server is set up, so it is only shown here)`,
    );
  };
}
