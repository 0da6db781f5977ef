# What is kept: rows, what processes tell each other, and files.

resource "random_password" "database" {
  length  = 40
  special = false # it stands in an address
}

resource "random_password" "redis" {
  length  = 40
  special = false
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

resource "aws_db_instance" "this" {
  identifier                = var.name
  engine                    = "postgres"
  engine_version            = "17"
  instance_class            = var.database_class
  allocated_storage         = 50
  max_allocated_storage     = 500
  storage_type              = "gp3"
  storage_encrypted         = true
  multi_az                  = true
  db_name                   = "matinee"
  username                  = "matinee"
  password                  = random_password.database.result
  db_subnet_group_name      = aws_db_subnet_group.this.name
  vpc_security_group_ids    = [aws_security_group.database.id]
  backup_retention_period   = 7
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-last"
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

# Nothing in it has to last: one node, no copies. While it is away, pages and streams go on.
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "What Matinee's processes tell each other"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.redis_node
  num_cache_clusters         = 1
  automatic_failover_enabled = false
  transit_encryption_enabled = true
  at_rest_encryption_enabled = true
  auth_token                 = random_password.redis.result
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.redis.id]
}

# The data folder, shared by servers and workers. Elastic throughput: films are read in bursts.
resource "aws_efs_file_system" "data" {
  creation_token  = var.name
  encrypted       = true
  throughput_mode = "elastic"

  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_efs_backup_policy" "data" {
  file_system_id = aws_efs_file_system.data.id
  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_mount_target" "data" {
  for_each        = toset(var.private_subnet_ids)
  file_system_id  = aws_efs_file_system.data.id
  subnet_id       = each.value
  security_groups = [aws_security_group.files.id]
}

# As the image's user, whoever mounts it.
resource "aws_efs_access_point" "data" {
  file_system_id = aws_efs_file_system.data.id
  posix_user {
    uid = 10001
    gid = 10001
  }
  root_directory {
    path = "/matinee"
    creation_info {
      owner_uid   = 10001
      owner_gid   = 10001
      permissions = "0750"
    }
  }
}

resource "aws_secretsmanager_secret" "addresses" {
  name = "${var.name}-addresses"
}

resource "aws_secretsmanager_secret_version" "addresses" {
  secret_id = aws_secretsmanager_secret.addresses.id
  secret_string = jsonencode({
    MATINEE_DATABASE_URL = "postgresql://matinee:${random_password.database.result}@${aws_db_instance.this.endpoint}/matinee?sslmode=require"
    MATINEE_REDIS_URL    = "rediss://:${random_password.redis.result}@${aws_elasticache_replication_group.this.primary_endpoint_address}:6379/0?ssl_cert_reqs=required"
  })
}
