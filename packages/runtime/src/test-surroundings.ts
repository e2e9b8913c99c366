const names = ['PATH', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE'];

/** What a program that a test starts takes of the surroundings beside the settings that the test gives it: how Node starts quickly. */
export function testSurroundings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, env[name] ?? '']));
}
