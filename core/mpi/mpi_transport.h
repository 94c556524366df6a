// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/engines/cluster/cluster.h"
#include "core/engines/remote/transport.h"

namespace fatou::mpi {

class MpiJob;

// Carries messages to the engine on one seat of a job, and gives the seat back at its end. Until
// then it keeps the job alive, and the source that would replace the job.
class MpiTransport final : public engines::Transport {
 public:
  MpiTransport(std::shared_ptr<const void> source, std::shared_ptr<MpiJob> job, int rank,
               std::weak_ptr<engines::Cluster> user);
  ~MpiTransport() override;

  void open(engines::EngineId id, Receiver& receiver) override;
  void send(engines::Bytes message) noexcept override;
  void sendFirst(engines::Bytes message) noexcept override;

 private:
  const std::shared_ptr<const void> m_source;
  const std::shared_ptr<MpiJob> m_job;
  const int m_rank;
  const std::weak_ptr<engines::Cluster> m_user;
};

}  // namespace fatou::mpi
