import { answerSignIn } from '@/server/answer-sign-in.ts';

export { answerSignIn as GET, answerSignIn as POST };
