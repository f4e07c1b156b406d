export default function CommandsRoutes() { return null; }
