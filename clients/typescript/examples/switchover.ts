// Switches a database over and tells how it goes: node switchover.js http://127.0.0.1:8080 orders "Kernel update, CHG-2214"
import { awaitFinal, connect, problemIn } from '@binnacle/client';

const [server = 'http://127.0.0.1:8080', database = 'orders', reason = 'Tried from TypeScript'] = process.argv.slice(2);
const binnacle = connect({ server, token: process.env.BINNACLE_TOKEN ?? '' });
const request = { database, switchoverRequest: { reason } };

try {
  const plan = await binnacle.databases.planSwitchoverDatabase(request);
  console.log(plan.summary);
  const started = await binnacle.databases.switchoverDatabase({ ...request, idempotencyKey: crypto.randomUUID() });
  const ended = await awaitFinal(binnacle, started.id, 300);
  ended.steps.forEach(({ state, title }) => console.log(`${state} ${title}`));
  console.log(`${ended.state} ${JSON.stringify(ended.result)}`);
  process.exitCode = ended.state === 'SUCCEEDED' ? 0 : 1;
} catch (error) {
  const problem = await problemIn(error);
  console.error(problem ? `${problem.code}: ${problem.detail}` : error);
  process.exitCode = 2;
}
