import { answerRest } from '@/server/rest.ts';

export {
  answerRest as DELETE,
  answerRest as GET,
  answerRest as PATCH,
  answerRest as POST,
  answerRest as PUT,
};
