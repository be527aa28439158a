# syntax=docker/dockerfile:1

# 1. Dependencies alone, so that a change of our source does not build them again.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY benches benches
RUN mkdir src \
 && echo 'fn main() {}' > src/main.rs \
 && touch src/lib.rs \
 && cargo build --release --locked --bin aicmo \
 && rm -rf src

# 2. The binary.
COPY packs packs
COPY src src
ARG RENDER_GIT_COMMIT=unknown
ENV AICMO_COMMIT=$RENDER_GIT_COMMIT
RUN find src -name '*.rs' -exec touch {} + \
 && cargo build --release --locked --bin aicmo

# 3. The image: the binary, libc and root certificates; no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/target/release/aicmo /usr/local/bin/aicmo
ENV AICMO_BIND=0.0.0.0
ENV PORT=8000
ENV LOG_FORMAT=json
EXPOSE 8000
USER nonroot
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s --retries=3 CMD ["/usr/local/bin/aicmo", "ping"]
ENTRYPOINT ["/usr/local/bin/aicmo"]
CMD ["serve"]
