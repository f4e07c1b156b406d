/** Who acted, as people call them: the exporter keeps by which door they came in front of the name. */
export const personName = (actor: string): string => actor.replace(/^(grafana|token|telegram|cli):/, '');
