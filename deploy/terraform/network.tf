# Who may talk to whom.

resource "aws_security_group" "balancer" {
  name_prefix = "${var.name}-balancer-"
  vpc_id      = var.vpc_id
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "web" {
  name_prefix = "${var.name}-web-"
  vpc_id      = var.vpc_id
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "worker" {
  name_prefix = "${var.name}-worker-"
  vpc_id      = var.vpc_id
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "database" {
  name_prefix = "${var.name}-database-"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "redis" {
  name_prefix = "${var.name}-redis-"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "files" {
  name_prefix = "${var.name}-files-"
  vpc_id      = var.vpc_id
}

# Only CloudFront reaches the load balancer: around it, nobody could be told from anybody.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  security_group_id = aws_security_group.balancer.id
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.web.id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

# Servers ask each other for what one is encoding already, on ports the system gives.
resource "aws_vpc_security_group_ingress_rule" "peers" {
  security_group_id            = aws_security_group.web.id
  referenced_security_group_id = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 32768
  to_port                      = 60999
}

locals {
  reached = {
    database = { group = aws_security_group.database.id, port = 5432 }
    redis    = { group = aws_security_group.redis.id, port = 6379 }
    files    = { group = aws_security_group.files.id, port = 2049 }
  }
  askers = {
    web    = aws_security_group.web.id
    worker = aws_security_group.worker.id
  }
  asked = merge([
    for name, store in local.reached : {
      for asker, group in local.askers : "${asker}-${name}" => { from = group, store = store }
    }
  ]...)
}

resource "aws_vpc_security_group_ingress_rule" "stores" {
  for_each                     = local.asked
  security_group_id            = each.value.store.group
  referenced_security_group_id = each.value.from
  ip_protocol                  = "tcp"
  from_port                    = each.value.store.port
  to_port                      = each.value.store.port
}

resource "aws_vpc_security_group_egress_rule" "out" {
  for_each = {
    balancer = aws_security_group.balancer.id
    web      = aws_security_group.web.id
    worker   = aws_security_group.worker.id
  }
  security_group_id = each.value
  cidr_ipv4         = "0.0.0.0/0" # links are fetched from anywhere
  ip_protocol       = "-1"
}
