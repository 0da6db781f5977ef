variable "name" {
  description = "What everything is called."
  type        = string
  default     = "matinee"
}

variable "region" {
  description = "Where it stands."
  type        = string
  default     = "eu-central-1"
}

variable "vpc_id" {
  description = "The network it stands in."
  type        = string
}

variable "vpc_cidr" {
  description = "The addresses of that network: the load balancer's are among them."
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets with a way out (NAT), in at least two zones: everything but the load balancer."
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Subnets for the load balancer, in at least two zones."
  type        = list(string)
}

variable "domain" {
  description = "What people type, such as tv.example."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 zone of the domain."
  type        = string
}

variable "certificate_arn" {
  description = "A certificate for the domain in this region, for the load balancer."
  type        = string
}

variable "cdn_certificate_arn" {
  description = "A certificate for the domain in us-east-1, where CloudFront looks for it."
  type        = string
}

variable "image" {
  description = "Matinee's image (deploy/Dockerfile), in a registry that ECS may read."
  type        = string
}

variable "nginx_image" {
  description = "nginx beside each server."
  type        = string
  default     = "public.ecr.aws/nginx/nginx-unprivileged:1.28-bookworm"
}

variable "web_count" {
  description = "Servers at least."
  type        = number
  default     = 2
}

variable "web_most" {
  description = "Servers at most."
  type        = number
  default     = 6
}

variable "database_class" {
  description = "Size of the database."
  type        = string
  default     = "db.t4g.medium"
}

variable "redis_node" {
  description = "Size of Redis; it keeps little."
  type        = string
  default     = "cache.t4g.small"
}

variable "cache_max_bytes" {
  description = "Cap of the segment cache on the shared folder."
  type        = string
  default     = "200G"
}
