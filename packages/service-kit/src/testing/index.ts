export { type AnswerCheck, checkAnswers, throwFaults } from './checkAnswers.ts'
export { rightsFaults, type Tokens } from './rightsFaults.ts'
export { routeFaults } from './routeFaults.ts'
