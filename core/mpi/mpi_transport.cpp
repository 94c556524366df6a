// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_transport.h"

#include <utility>

#include "core/mpi/mpi_job.h"

namespace fatou::mpi {

MpiTransport::MpiTransport(std::shared_ptr<const void> source, std::shared_ptr<MpiJob> job,
                           int rank, std::weak_ptr<engines::Cluster> user)
    : m_source(std::move(source)), m_job(std::move(job)), m_rank(rank), m_user(std::move(user)) {}

MpiTransport::~MpiTransport() {
  m_job->close(m_rank);
}

void MpiTransport::open(engines::EngineId id, Receiver& receiver) {
  m_job->open(m_rank, id, receiver, m_user);
}

void MpiTransport::send(engines::Bytes message) noexcept {
  m_job->send(m_rank, std::move(message));
}

void MpiTransport::sendFirst(engines::Bytes message) noexcept {
  m_job->sendFirst(m_rank, std::move(message));
}

}  // namespace fatou::mpi
