# A small Linux server to watch: sshd, one user who may log in by the demo's key.
FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends openssh-server procps \
 && rm -rf /var/lib/apt/lists/* /etc/ssh/ssh_host_* \
 && useradd --create-home --shell /bin/bash monitor \
 && passwd -d monitor \
 && mkdir -p /run/sshd
COPY --chmod=755 start.sh /start.sh
EXPOSE 22
CMD ["/start.sh"]
