/** An object that throws when something asks for a member that the fake does not have, instead of handing out `undefined`. */
export function strict<Members extends object>(name: string, members: Members): Members {
  return new Proxy(members, {
    get(target, property, receiver) {
      // Promises and printers look for these on everything.
      if (property in target || typeof property === "symbol" || property === "then" || property === "toJSON")
        return Reflect.get(target, property, receiver);
      throw new Error(`the fake has no ${name}.${property}: add it to test/support/fake-vscode`);
    },
  });
}
