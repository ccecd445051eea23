import { Converter, OptionDefaults } from 'typedoc';

/** What the generator writes into its comments without meaning anything by it. */
const generatorTags = ['@export', '@interface', '@type'];

/** The generated code needs these itself; whoever uses the client does not. */
const inner = /^instanceOf|(?:From|To)JSON(?:Typed)?$|RequestOpts$|^with(?:Pre|Post)?Middleware$/;

function withoutInnerFunctions(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      if (inner.test(reflection.name)) project.removeReflection(reflection);
    }
  });
}

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'Binnacle client for TypeScript',
  entryPoints: ['src/index.ts'],
  out: 'target/docs',
  readme: 'README.md',
  // Links to sources would need a checkout that knows its public repository.
  disableSources: true,
  blockTags: [...OptionDefaults.blockTags, ...generatorTags],
  excludeTags: generatorTags,
  intentionallyNotExported: ['Configuration', 'HTTPRequestInit', 'RequestOpts'],
  plugin: [withoutInnerFunctions],
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
};
