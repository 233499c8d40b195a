# docker build -t lastgood .        The same image as ./dev image makes without docker.
FROM debian:13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates
WORKDIR /src
COPY . .
RUN ./dev static && deploy/image/rootfs build/package/lastgood /rootfs

FROM scratch
COPY --from=build /rootfs /
COPY --from=build --chown=65532:65532 /rootfs/var/lib/lastgood /var/lib/lastgood
LABEL org.opencontainers.image.title=lastgood \
  org.opencontainers.image.licenses=Apache-2.0
USER 65532:65532
WORKDIR /var/lib/lastgood
EXPOSE 9847
ENTRYPOINT ["/usr/bin/lastgood"]
CMD ["serve"]
