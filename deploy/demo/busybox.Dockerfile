# The smallest server to watch: dropbear and busybox, no perl, no bash, no GNU tools.
FROM alpine:3.22
RUN apk add --no-cache dropbear \
 && adduser -D -s /bin/ash monitor \
 && passwd -u monitor || true
COPY --chmod=755 start-busybox.sh /start.sh
EXPOSE 22
CMD ["/start.sh"]
