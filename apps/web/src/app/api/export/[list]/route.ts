import { answerExport } from '@/server/answer-export.ts';

export { answerExport as GET };
