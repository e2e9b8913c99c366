import { Gauge, type Registry } from '@sms-crm/runtime/metrics';
import type { ProcessClock } from '@sms-crm/runtime/clock';

const minutesPerHour = 60;

/** Shows by which demo clock this process sends; there is no such metric without one. */
export function showDemoClock(clock: ProcessClock, registry: Registry): void {
  if (clock.demoTime() === null) return;
  const minutes = new Gauge({
    name: 'sms_demo_clock_minutes',
    help: 'Minutes of the day on the demo clock that recipients live by, as last looked at here',
    registers: [registry],
    collect: () => {
      const [hour = 0, minute = 0] = (clock.demoTime() ?? '').split(':').map(Number);
      minutes.set(hour * minutesPerHour + minute);
    },
  });
}
