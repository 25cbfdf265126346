import { t } from '../trpc.ts';
import { breakage, breakVenue, killEngine, mendVenues } from './breakage.ts';
import { currentCode } from './current-code.ts';
import { listPeople } from './list-people.ts';
import { getMail, listMails } from './mails.ts';

export const demoRouter = t.router({
  people: listPeople,
  currentCode,
  mails: listMails,
  mail: getMail,
  breakage,
  breakVenue,
  mendVenues,
  killEngine,
});
