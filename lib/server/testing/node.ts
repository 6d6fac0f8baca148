// One node, really started, without its pages: settings from the environment, everything else as server.ts has it.
import { readSettings } from "@/lib/server/env";
import { urlOf } from "@/lib/server/front";
import { readiness } from "@/lib/server/health";
import { openHouse } from "@/lib/server/house";
import { openResources } from "@/lib/server/open-resources";
import { answerRest } from "./rest";

const house = await openResources(readSettings(process.env));
const http = await openHouse(house, {
  upgrade: null,
  async request(request, response) {
    if (request.url !== "/api/health/ready") return void answerRest(request, response).catch(() => response.destroy());
    const health = await readiness();
    response.writeHead(health.ready ? 200 : 503).end(JSON.stringify(health));
  },
});
http.listen(0, "127.0.0.1", () => console.log(`ready ${urlOf(http).replace("localhost", "127.0.0.1")}`));
