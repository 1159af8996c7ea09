// A real OpenID Connect provider on loopback for the tests: node provider.mjs PORT REDIRECT.
// Its development login checks no password. A login is a line of JSON with the person's claims.
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "zhiban", client_secret: "a secret of the tests", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], profile: ["preferred_username", "roles", "division"] },
  pkce: { required: () => true },
  async findAccount(_, id) {
    const claims = JSON.parse(Buffer.from(id, "base64url").toString());
    return { accountId: id, claims: async () => ({ ...claims, sub: id }) };
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
