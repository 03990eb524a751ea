#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

// Swift can't call functions with variable arguments.

/// A server on the loopback interface only; port 0 is any free one. A thread for each connection.
static inline struct MHD_Daemon *mhd_start_loopback(
    uint16_t port, MHD_AccessHandlerCallback handler, void *context) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, port, NULL, NULL, handler,
      context, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, 64u,
      MHD_OPTION_END);
}

static inline uint16_t mhd_bound_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

// The header's enumerations are closed ones, whose names Swift shortens in its own way.
static const enum MHD_Result mhd_no = MHD_NO;
static const enum MHD_ValueKind mhd_header_kind = MHD_HEADER_KIND;
static const enum MHD_ValueKind mhd_argument_kind = MHD_GET_ARGUMENT_KIND;
static const enum MHD_ResponseMemoryMode mhd_must_copy = MHD_RESPMEM_MUST_COPY;
