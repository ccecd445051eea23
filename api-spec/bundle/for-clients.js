// The generators know one return type per operation. Where the contract has two, the clients get two operations.

/** `POST …/switchover` with `dryRun` becomes `switchoverDatabase` and `planSwitchoverDatabase`. */
function splitDryRuns() {
  return {
    Paths: {
      leave(paths, { resolve }) {
        for (const [path, item] of Object.entries(paths)) {
          const named = (name) => (parameter) => resolve(parameter).node?.name === name;
          const start = item.post;
          if (!start?.parameters?.some(named('dryRun'))) continue;

          const inPath = (parameter) => resolve(parameter).node?.in === 'path';
          const { 200: plan, 202: accepted, ...refusals } = start.responses;
          paths[`${path}?dryRun=true`] = {
            post: {
              ...start,
              operationId: `plan${start.operationId[0].toUpperCase()}${start.operationId.slice(1)}`,
              summary: `${start.summary} (only the plan)`,
              parameters: start.parameters.filter(inPath),
              responses: { 200: plan, ...refusals },
            },
          };
          start.parameters = start.parameters.filter((parameter) => !named('dryRun')(parameter));
          start.responses = { 202: accepted, ...refusals };
        }
      },
    },
  };
}

/** A stream has no return type: the generated clients page through JSON. */
function dropEventStreams() {
  return {
    Response: {
      leave(response) {
        if (response.content?.['application/json']) delete response.content['text/event-stream'];
      },
    },
  };
}

/** The generators repeat the introduction in the head of every file: one sentence is enough there. */
function shortenIntroduction() {
  return {
    Info: {
      leave(info) {
        info.description = info.summary;
      },
    },
  };
}

export default function forClients() {
  return {
    id: 'clients',
    decorators: {
      oas3: {
        'split-dry-runs': splitDryRuns,
        'drop-event-streams': dropEventStreams,
        'shorten-introduction': shortenIntroduction,
      },
    },
  };
}
