/** What a caller is told when the engine was not reached, or said no. */
import { Refusal } from '../errors.ts';
import type { DoorError } from './door-client.ts';

export function refusalOfDoor(error: DoorError): Refusal {
  switch (error.code) {
    case 'NoEngine':
      return new Refusal('EngineAway', undefined, error);
    case 'Deadline':
      return new Refusal(
        'TooSlow',
        `The engine was too busy to begin within ${error.limitMs} ms. Nothing was done.`,
        error,
      );
    case 'OutcomeUnknown':
      return new Refusal('OutcomeUnknown', undefined, error);
    case 'TooLarge':
      return new Refusal('TooLarge', undefined, error);
    case 'Refused':
      switch (error.refusal.code) {
        case 'TooManyInFlight':
        case 'QueueFull':
          return new Refusal('TooMany', undefined, error);
        case 'JournalAway':
          return new Refusal(
            'EngineAway',
            'The engine can keep nothing at this moment. Nothing was done.',
            error,
          );
        case 'NotLeading':
          return new Refusal(
            'EngineAway',
            'The engine does not trade yet. Nothing was done.',
            error,
          );
        case 'Fault':
        case 'ActorExpected':
          throw new Error(`The engine refused a command with ${error.refusal.code}.`);
        case 'EngineStopping':
          return new Refusal('EngineAway', 'The engine is stopping. Nothing was done.', error);
        case 'DeadlinePassed':
          return new Refusal('TooSlow', undefined, error);
      }
  }
}
