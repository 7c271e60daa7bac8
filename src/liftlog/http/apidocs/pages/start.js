/* Puts Swagger UI over the document that this service describes itself with. */

const dark = matchMedia("(prefers-color-scheme: dark)");
const followTheDevice = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
followTheDevice();
dark.addEventListener("change", followTheDevice);

SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#documentation",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
